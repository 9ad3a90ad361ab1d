"""The pure half of the website: page keys, facets, addresses and the rows pages are made of."""
