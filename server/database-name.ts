/** Of the file in the data directory. */
export const DATABASE_NAME = 'tandem.sqlite'
