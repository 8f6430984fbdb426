import type { Office, OfficeHolders, OrganisationStatus } from '#domain/regulation/schema.ts'

/** Removes the statuses unless each organisation has one holder: only then can they say which organisations must have one. */
export function setHolders(office: Office, holders: OfficeHolders): void {
	office.holders = holders
	if (holders !== 'one-per-organisation') delete office.standings
}

export function setStatuses(office: Office, statuses: OrganisationStatus[]): void {
	if (statuses.length === 0) delete office.standings
	else office.standings = statuses
}
