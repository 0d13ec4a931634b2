import CircularProgress from '@material-ui/core/CircularProgress';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import CheckIcon from '@material-ui/icons/CheckCircle';
import ErrorIcon from '@material-ui/icons/Error';
import SkippedIcon from '@material-ui/icons/RemoveCircleOutline';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Step } from './api';
import { infraAiTranslationRef } from './translation';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', padding: 0, margin: 0 },
  step: { display: 'flex', alignItems: 'flex-start', gap: theme.spacing(1), padding: theme.spacing(0.5, 0) },
  name: { minWidth: 84, fontWeight: 600 },
  done: { color: theme.palette.success.main },
  failed: { color: theme.palette.error.main },
  skipped: { color: theme.palette.text.secondary },
}));

const names = ['read', 'analyze', 'generate', 'validate', 'publish', 'register', 'confirm'] as const;

/** The agent's steps as it tells them. */
export function StepList({ steps }: { steps: Step[] }) {
  const classes = useStyles();
  const { t } = useTranslationRef(infraAiTranslationRef);
  return (
    <ul className={classes.list}>
      {names.flatMap(name => {
        const step = steps.find(s => s.step === name);
        return step
          ? [
              <li key={name} className={classes.step} data-testid={`infra-ai-step-${name}`} data-state={step.state}>
                {step.state === 'started' && <CircularProgress size={20} />}
                {step.state === 'done' && <CheckIcon fontSize="small" className={classes.done} />}
                {step.state === 'failed' && <ErrorIcon fontSize="small" className={classes.failed} />}
                {step.state === 'skipped' && <SkippedIcon fontSize="small" className={classes.skipped} />}
                <Typography variant="body2" className={classes.name}>
                  {t(`steps.${name}`)}
                </Typography>
                <Typography variant="body2">{step.message}</Typography>
              </li>,
            ]
          : [];
      })}
    </ul>
  );
}
