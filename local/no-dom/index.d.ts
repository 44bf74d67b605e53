// Empty: the types of preact ask for those of browsers, whose globals (name, status, event …) would hide mistakes here.
