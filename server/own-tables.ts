/**
 * Folder in the data folder for tables of one's own (prices, norms, legal bases …): another Cayda that is put in place leaves it
 * alone, and it is backed up. A file of its own, so that nobody loads the tables who only names their place.
 */
export const OWN_TABLES = "tables";
