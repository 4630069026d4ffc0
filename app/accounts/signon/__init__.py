"""Single sign-on by OpenID Connect: providers, what they are asked, and what their word is taken for."""
