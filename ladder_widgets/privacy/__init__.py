"""Findings: places in free text that may identify a person."""
