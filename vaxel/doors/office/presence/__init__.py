"""The staff ledger on screen: the kiosk, the inspection view with print and export, and its people."""
