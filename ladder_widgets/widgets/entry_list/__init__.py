"""The list of reflections: searched, filtered, with its bin."""
