import type { AccessListing } from '#protocol/api/account.ts'
import { m } from '#lib/paraglide/messages.js'

export const accessWords: Readonly<Record<AccessListing['state'], () => string>> = {
	open: m.account_access_open,
	invited: m.account_access_invited,
	none: m.account_access_none
}
