import type { ProgramRole, StaffRole } from '#domain/access.ts'
import { m } from '#lib/paraglide/messages.js'

export function wordRole(role: ProgramRole | StaffRole): string {
	switch (role) {
		case 'mentor':
			return m.curator_role_mentor()
		case 'mentee':
			return m.curator_role_mentee()
		case 'curator':
			return m.curator_role_curator()
		case 'head':
			return m.curator_role_head()
		case 'administrator':
			return m.curator_role_administrator()
	}
}
