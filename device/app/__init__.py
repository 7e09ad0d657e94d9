"""App: what a person sees and touches. Only this package knows kivy."""
