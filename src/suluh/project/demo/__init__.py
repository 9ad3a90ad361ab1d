"""The invented institution, made by the product's own operations under a DEMO root."""
