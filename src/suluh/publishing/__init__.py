"""From an approved text to the public: ledger, delivery, website."""
