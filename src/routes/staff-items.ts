/** What staff find in the navigation, loaded when one of them signs in. */
import { resolve } from '$app/paths'
import Handshake from '@lucide/svelte/icons/handshake'
import LayoutList from '@lucide/svelte/icons/layout-list'
import MapIcon from '@lucide/svelte/icons/map'
import Scale from '@lucide/svelte/icons/scale'
import UsersRound from '@lucide/svelte/icons/users-round'
import type { LucideIcon } from '@lucide/svelte'
import type { Me } from '#protocol/api/program.ts'
import { m } from '#lib/paraglide/messages.js'
import { mayInvite, overseesMunicipality, peoplePath, seesBoard } from './entry.ts'
import { roleName } from './names.ts'

export interface NavigationItem {
	href: string
	label: string
	icon: LucideIcon
	/** It is current at this address and beneath it. */
	isAt: string
	/** The foot of a phone has room for five. */
	isWideOnly?: boolean
}

/** What they are first of all, in their organisation as the regulation calls it there. */
export function staffTitle({ roles, organisation }: Me): string {
	const role = roles.find((one) => one !== 'mentor' && one !== 'mentee')
	return organisation?.title ?? (role === undefined ? '' : roleName(role))
}

/** `home`: what they share with mentors and mentees. */
export function staffItems(me: Me, home: NavigationItem): NavigationItem[] {
	const board = resolve('/curator')
	const decisions = resolve('/decisions')
	const people = peoplePath(me)
	const regulation = resolve('/curator/regulation')
	const region = resolve('/region')
	return [
		// An administrator sees no programmes: the people are their home.
		...(home.href === people || home.href === region ? [] : [home]),
		...(me.roles.includes('region')
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
