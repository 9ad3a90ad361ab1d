"""The frame, the components, the tokens and the gallery: what every page is made of."""
