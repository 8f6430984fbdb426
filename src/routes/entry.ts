/**
 * What a person may open: the first screen, the areas of staff, the programmes by their access, and the way back after
 * signing in.
 */
import { canAny, isEditor } from '#domain/access.ts'
import { resolve } from '$app/paths'
import type { Me } from '#protocol/api/program.ts'

/** A person's first screen: the board, the invitations for people who may only invite, or the own programmes. */
export function homeOf(me: Me): string {
	if (canAny(me.roles, 'compare') && !ownPrograms(me).some(isProgram)) return resolve('/region')
	if (!isStaffOnly(me)) return resolve('/')
	return seesBoard(me) ? resolve('/curator') : peoplePath(me)
}

/** The banks, or the invitations for people who may only invite. */
export function peoplePath(me: Me): string {
	return overseesMunicipality(me) ? resolve('/curator/people') : resolve('/curator/people/invitations')
}

/** Staff who edit no plan of a programme. */
export function isStaffOnly(me: Me): boolean {
	return (seesBoard(me) || mayInvite(me)) && !ownPrograms(me).some(isProgram)
}

/** Whether the person is responsible for the whole municipality. */
export function overseesMunicipality({ roles }: Me): boolean {
	return canAny(roles, 'oversee')
}

/** Whether the server shows this person the board: the whole one, or that of their organisation. */
export function seesBoard(me: Me): boolean {
	return overseesMunicipality(me) || (me.organisation ?? null) !== null
}

/** Whether the server lets this person invite others. */
export function mayInvite(me: Me): boolean {
	return canAny(me.roles, 'invite')
}

/** An educational route is listed beside the programmes. */
export function isProgram({ route }: Me['programs'][number]): boolean {
	return route === undefined
}

/** Also the own educational route. */
export function ownPrograms(me: Me): Me['programs'] {
	return me.programs.filter((listing) => isEditor(listing, me.person.id))
}

/** Programmes whose plan this person may edit: this device keeps them in sync. */
export function keptHere(me: Me): Me['programs'] {
	return ownPrograms(me).filter(({ endedAt }) => (endedAt ?? null) === null)
}

/** Programmes that this person edited until the right ended: the device keeps what it has stored of them. */
export function endedPrograms(me: Me): Me['programs'] {
	return ownPrograms(me).filter(({ endedAt }) => (endedAt ?? null) !== null)
}

/** Ended programmes that this person may still read: up to the decision that ended the membership, or all of a closed one. */
export function readableEnded(me: Me): Me['programs'] {
	return endedPrograms(me).filter(({ endedBy }) => (endedBy ?? null) !== null)
}

/** The sign-in screen, with the way back to this address. */
export function signInPath({ pathname, search }: Pick<URL, 'pathname' | 'search'>): string {
	const from = pathname + search
	return resolve('/sign-in') + (from === resolve('/') ? '' : `?to=${encodeURIComponent(from)}`)
}

/** The address to return to after signing in; null unless it is a path of this app. */
export function returnPath(url: URL): string | null {
	const to = url.searchParams.get('to')
	if (to === null || !to.startsWith('/')) return null
	const target = new URL(to, url.origin)
	return target.origin === url.origin && !to.startsWith('//') && target.pathname !== resolve('/sign-in')
		? `${target.pathname}${target.search}${target.hash}`
		: null
}
