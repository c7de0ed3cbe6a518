import type { z } from 'zod'
import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { Badge } from '#app/_ui/badge.tsx'
import { DataTable } from '#app/_ui/data-table.tsx'
import { Section } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { Time } from '#app/_ui/time.tsx'
import type { teamView } from '#operations/teams/team-view.ts'
import type { Challenge } from '../load-challenge.ts'
import { invite, leave } from './actions.ts'
import { InvitationForm } from './invitation-form.tsx'

/** The viewer's own team. */
export function TeamCard({ challenge, team }: { challenge: Challenge; team: z.output<typeof teamView> }) {
  const room = challenge.teamSizeMax - team.members.length
  const tasks = challenge.tracks.flatMap((track) => track.tasks)
  return (
    <>
      <Section title={team.name} aside={`${team.members.length} of ${challenge.teamSizeMax} members`}>
        <DataTable
          caption={`Members of ${team.name}`}
          rows={team.members}
          rowKey={(member) => member.userId}
          columns={[
            {
              title: 'Name',
              cell: (member) => (
                <span className="flex flex-wrap items-center gap-2">
                  {member.name} {member.captain && <Badge>Captain</Badge>}
                </span>
              ),
            },
            { title: 'Joined', align: 'right', cell: (member) => <Time at={member.joinedAt} form="date" /> },
          ]}
        />
      </Section>
      <div className="mt-12 grid gap-x-12 gap-y-10 *:mt-0 lg:grid-cols-2">
        <Section title="Invite">
          {room > 0 ? (
            <InvitationForm action={invite} teamId={team.id} />
          ) : (
            <p className="text-muted">
              The team is full: the challenge allows {challenge.teamSizeMax} members.
            </p>
          )}
        </Section>
        <Section title="Your submissions">
          <ul className="grid grid-cols-1 gap-2">
            {tasks.map((task) => (
              <li key={task.id}>
                <a className="link" href={paths.submissions(task.slug)}>
                  {task.title}
                </a>
              </li>
            ))}
          </ul>
        </Section>
      </div>
      <Section title="Leave">
        <p className="mb-4 max-w-measure text-muted">
          A captain hands over to the member who has been there longest. What the team has submitted stays
          with the team.
        </p>
        <ActionForm action={leave}>
          <input type="hidden" name="team" value={team.id} />
          <input type="hidden" name="challenge" value={challenge.slug} />
          <SubmitButton look="danger">Leave {team.name}</SubmitButton>
        </ActionForm>
      </Section>
    </>
  )
}
