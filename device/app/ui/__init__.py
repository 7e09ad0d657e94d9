"""The app's design system: tokens, typesetting, and the widgets that screens are made of."""
