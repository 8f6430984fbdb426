import { isOrganisationRole, rolesToInvite, type InvitedRole } from '#domain/access.ts'

/** Those whom an administrator lets in so that others can work: who then invite the rest, and see the organisations and banks for it. */
const beginners = ['curator', 'head', 'region', 'administrator'] as const satisfies readonly InvitedRole[]

/**
 * What one invites to, in the order it is needed, and what is chosen first. The server lets administrators invite to everything; but
 * they see neither organisations nor banks, so a curator is needed before anybody else.
 */
export function rolesToOffer(
	own: readonly InvitedRole[],
	seesOrganisations: boolean
): { roles: readonly InvitedRole[]; first: InvitedRole } {
	const roles = rolesToInvite(own)
	if (seesOrganisations) return { roles, first: 'mentee' }
	const rest = roles.filter((role) => !isOrganisationRole(role) && !beginners.some((one) => one === role))
	return { roles: [...beginners.filter((role) => roles.includes(role)), ...rest], first: 'curator' }
}
