import type { Me } from '#protocol/api.ts'

/** What the person is, and as whom they speak of their institution's programmes. */
export function spokenRoles({ roles, institution }: Pick<Me, 'roles' | 'institution'>): Me['roles'] {
	return [...roles, ...(institution?.speaksAs ?? [])]
}
