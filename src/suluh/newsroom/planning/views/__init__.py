"""Pages of this room: handing in, the list, one activity."""
