"""Bytes become a Grid: text cells with their addresses. No meaning: nothing here knows a budget from a shopping list."""
