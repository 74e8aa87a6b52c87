"""Tests of eulod; the folders mirror src/eulod."""
