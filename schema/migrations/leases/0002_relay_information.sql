-- What the relay last said about the client (option 82), since a renewal, which is unicast, does not pass the relay. Empty: nothing.
ALTER TABLE lease ADD COLUMN relay_information BLOB NOT NULL DEFAULT x'';
