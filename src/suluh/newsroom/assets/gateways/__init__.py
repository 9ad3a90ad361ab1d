"""What lies outside the process: the decoder, and the folders of the house."""
