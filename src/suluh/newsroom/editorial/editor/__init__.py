"""The rich editor: Wagtail's blocks and Draftail on a page of ours. Only `urls` imports it."""
