"""Signing in: authorization keys, the devices under them, codes, passwords, invitations and tokens to wake a device."""
