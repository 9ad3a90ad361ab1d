"""The rules of the PR regulation: reading it, computing chains, judging sign-offs. No Django."""
