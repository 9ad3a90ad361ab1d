"""Small named rules over lines: what is set aside, what is a field, what stays text."""
