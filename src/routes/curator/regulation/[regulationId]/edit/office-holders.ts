import type { Office, OfficeHolders, Standing } from '#domain/regulation/schema.ts'

/** Only of an office with one holder for each organisation is it said which of them must have one. */
export function setHolders(office: Office, holders: OfficeHolders): void {
	office.holders = holders
	if (holders !== 'one-per-organisation') delete office.standings
}

export function setStandings(office: Office, standings: Standing[]): void {
	if (standings.length === 0) delete office.standings
	else office.standings = standings
}
