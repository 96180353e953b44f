"""Streamlit's equivalent: one text area whose text the server sends back.

Streamlit sends a text area's text when it is left or on Ctrl+Enter, never while it is typed. The
benchmark leaves it straight after the character, which is the earliest that Streamlit can know.
"""

import streamlit as st

text = st.text_area("What?")
st.text(f"received: {text}")
