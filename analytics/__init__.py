"""Pure analyses: frames in, frames and dataclasses out; no input or output, no clock."""
