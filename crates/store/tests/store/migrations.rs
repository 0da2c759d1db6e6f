//! Each release's journal opens in this one, unbroken.
