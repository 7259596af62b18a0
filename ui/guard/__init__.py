"""At the door of every server of Mailuo: by which names it is called, and to which pages it answers."""
