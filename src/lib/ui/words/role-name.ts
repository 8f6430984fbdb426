import type { ProgramRole, StaffRole } from '#domain/access.ts'
import { m } from '#lib/paraglide/messages.js'

/**
 * The product's own name of a role, for what spans programmes. Within one programme the regulation names it:
 * `regulation.ts`.
 */
export function roleName(role: ProgramRole | StaffRole): string {
	switch (role) {
		case 'mentor':
			return m.role_mentor()
		case 'mentee':
			return m.role_mentee()
		case 'curator':
			return m.role_curator()
		case 'head':
			return m.role_head()
		case 'organisation-curator':
			return m.role_organisation_curator()
		case 'organisation-head':
			return m.role_organisation_head()
		case 'administrator':
			return m.role_administrator()
		case 'region':
			return m.role_region()
	}
}
