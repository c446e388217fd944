-- When what a parcel tells was decided, by this machine's clock: the time of the entry that means it, or when it was put in where none does.
-- Null of what an older version put in.
ALTER TABLE parcel ADD COLUMN decided INTEGER;
