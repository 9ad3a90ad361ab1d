"""`suluh prove NAME …`: see house rules in docs/proofs.md."""

import sys

from proofs.harness import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
