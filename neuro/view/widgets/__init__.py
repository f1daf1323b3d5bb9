"""What windows are put together from: panels and controls, the card of keys, the bars at a window's foot."""
