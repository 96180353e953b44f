"""Findings: places in free text that may identify a person. No rule is written yet."""
