"""People who sign in, their grants, and the one decision function (akun, hak)."""
