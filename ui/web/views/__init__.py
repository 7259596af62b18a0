"""The pages: each view draws what the workspace gives and computes nothing."""
