/** The navigation items of staff, loaded when one of them signs in. */
import { canAny, isParticipantRole } from '#domain/access.ts'
import { resolve } from '$app/paths'
import Handshake from '@lucide/svelte/icons/handshake'
import LayoutList from '@lucide/svelte/icons/layout-list'
import MapIcon from '@lucide/svelte/icons/map'
import Scale from '@lucide/svelte/icons/scale'
import UsersRound from '@lucide/svelte/icons/users-round'
import type { LucideIcon } from '@lucide/svelte'
import { m } from '#lib/paraglide/messages.js'
import { mayInvite, overseesMunicipality, peoplePath, seesBoard } from './entry.ts'
import { roleName } from '#lib/ui/words/role-name.ts'
import type { Me } from '#protocol/api/program.ts'

export interface NavigationItem {
	href: string
	label: string
	icon: LucideIcon
	/** The item is current at this address and below it. */
	isAt: string
	/** The foot of a phone has room for five items. */
	isWideOnly?: boolean
}

/** The person's first staff role, with the regulation's title if it is in an organisation. */
export function staffTitle({ roles, organisation }: Me): string {
	const role = roles.find((one) => !isParticipantRole(one))
	return organisation?.title ?? (role === undefined ? '' : roleName(role))
}

/** `home`: the item that mentors and mentees have, too. */
export function staffItems(me: Me, home: NavigationItem): NavigationItem[] {
	const board = resolve('/curator')
	const decisions = resolve('/decisions')
	const people = peoplePath(me)
	const regulation = resolve('/curator/regulation')
	const region = resolve('/region')
	return [
		// An administrator sees no programmes: their home is the people.
		...(home.href === people || home.href === region ? [] : [home]),
		...(canAny(me.roles, 'compare')
			? [{ href: region, label: m.nav_region(), icon: MapIcon, isAt: region, isWideOnly: overseesMunicipality(me) }]
			: []),
		...(seesBoard(me) && home.href !== board
			? [{ href: board, label: m.nav_board(), icon: LayoutList, isAt: board, isWideOnly: true }]
			: []),
		...(seesBoard(me) ? [{ href: decisions, label: m.nav_decisions(), icon: Handshake, isAt: decisions }] : []),
		...(mayInvite(me)
			? [{ href: people, label: m.nav_people(), icon: UsersRound, isAt: resolve('/curator/people') }]
			: []),
		...(overseesMunicipality(me)
			? [{ href: regulation, label: m.nav_regulation(), icon: Scale, isAt: regulation }]
			: [])
	]
}

/** Whether the server lets this person open a screen under /curator, by the id of its route. */
export function mayOpen(me: Me, routeId: string): boolean {
	if (routeId === '/curator/people/municipalities') return canAny(me.roles, 'administer')
	if (routeId === '/curator' || routeId === '/curator/held') return seesBoard(me)
	return /^\/curator\/people\/(invitations|access|staff)$/.test(routeId) ? mayInvite(me) : overseesMunicipality(me)
}
