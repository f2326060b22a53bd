"""Files on their way from this machine to a library elsewhere: found, hashed, sent by tus until the server has them."""
