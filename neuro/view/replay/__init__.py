"""The windows that show again what has been learnt: champions, the way to them, and games that draw themselves."""
