"""Where networks compute: one contract, an engine a module, and which of them is used on this machine."""
