import { SettingsRead, SettingsUpdate } from '@tydo/schemas/settings';
import { Nothing } from '@tydo/schemas/wire';
import { protectedProcedure, router } from '../trpc/trpc.ts';

export const settingsRouter = router({
  get: protectedProcedure
    .meta({
      summary: 'Returns your settings; the defaults until you set them.',
      http: 'GET /settings',
    })
    .input(Nothing)
    .output(SettingsRead)
    .query(({ ctx }) => ctx.unit.settings.get()),
  update: protectedProcedure
    .meta({
      summary: 'Changes the settings that are sent.',
      errors: {
        CONFLICT:
          'The settings have changed since `ifUpdatedAt`; `data.current` are the current ones.',
      },
      http: 'PATCH /settings',
    })
    .input(SettingsUpdate)
    .output(SettingsRead)
    .mutation(({ ctx, input }) => ctx.unit.settings.update(input)),
});
