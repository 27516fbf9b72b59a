"""Handing material on: references for those who cite. In: a Document. Out: text in the format asked for."""
