import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import Button from '@material-ui/core/Button';
import Chip from '@material-ui/core/Chip';
import Grid from '@material-ui/core/Grid';
import LinearProgress from '@material-ui/core/LinearProgress';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { parseEntityRef } from '@backstage/catalog-model';
import { Content, Header, InfoCard, Link, Page, WarningPanel } from '@backstage/core-components';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { ArchitectureGraph } from './ArchitectureGraph';
import { infraAiApiRef, type Component } from './api';
import { PublishedCard } from './PublishedCard';
import { SentPicture } from './SentPicture';
import { StepList } from './StepList';
import { infraAiTranslationRef } from './translation';
import { useDescription } from './useDescription';
import { useLoad } from './useLoad';

const picture = /\.(png|jpe?g|webp|gif|bmp|svg)$/i;

/** The page "Describe an infrastructure". The analysis is in the address (?analysis=ID), so it can be shared and reloaded. */
export function DescribePage() {
  const { t } = useTranslationRef(infraAiTranslationRef);
  const api = useApi(infraAiApiRef);
  const [address, setAddress] = useSearchParams();
  const [text, setText] = useState('');
  const [name, setName] = useState('');
  const [file, setFile] = useState<File>();
  const id = address.get('analysis');
  const { steps, analysis, error, running, begin, fail } = useDescription(id);

  const submit = async () => {
    begin();
    try {
      setAddress({ analysis: file ? await api.describeFile(file, name) : await api.describe(text, name) });
    } catch (e) {
      fail(e as Error);
    }
  };
  const choose = async (chosen?: File) => {
    // The source of a diagram is text, and is shown as such; a picture is sent as it is.
    setFile(chosen && picture.test(chosen.name) ? chosen : undefined);
    if (chosen && !picture.test(chosen.name)) setText(await chosen.text());
  };
  const again = () => {
    setText('');
    setName('');
    setFile(undefined);
    setAddress({});
  };
  const problem =
    error ?? (analysis?.error ? new Error(`${analysis.error.detail} ${analysis.error.remedy ?? ''}`) : undefined);

  return (
    <Page themeId="tool">
      <Header title={t('describe.title')} subtitle={t('describe.subtitle')} />
      <Content>
        <Grid container spacing={3}>
          {!id && (
            <Grid item xs={12}>
              <InfoCard>
                <TextField
                  fullWidth
                  multiline
                  minRows={6}
                  maxRows={18}
                  variant="outlined"
                  label={t('describe.text')}
                  helperText={t('describe.textHelp')}
                  value={text}
                  disabled={Boolean(file)}
                  onChange={e => setText(e.target.value)}
                  inputProps={{ 'data-testid': 'infra-ai-description' }}
                />
                <Grid container spacing={2} alignItems="center" style={{ marginTop: 8 }}>
                  <Grid item>
                    <TextField
                      variant="outlined"
                      size="small"
                      label={t('describe.name')}
                      style={{ width: 300 }}
                      value={name}
                      onChange={e => setName(e.target.value)}
                      inputProps={{ 'data-testid': 'infra-ai-name' }}
                    />
                  </Grid>
                  <Grid item>
                    <Button component="label" variant="outlined">
                      {file?.name ?? t('describe.file')}
                      <input
                        hidden
                        type="file"
                        data-testid="infra-ai-file"
                        onChange={e => choose(e.target.files?.[0])}
                      />
                    </Button>
                  </Grid>
                  <Grid item>
                    <Button
                      variant="contained"
                      color="primary"
                      disabled={running || (!text.trim() && !file)}
                      onClick={submit}
                      data-testid="infra-ai-submit"
                    >
                      {running ? t('describe.running') : t('describe.submit')}
                    </Button>
                  </Grid>
                </Grid>
              </InfoCard>
              <Examples chosen={text} onChoose={chosen => [setFile(undefined), setText(chosen)]} />
            </Grid>
          )}
          {running && (
            <Grid item xs={12}>
              <LinearProgress aria-label={t('describe.running')} />
            </Grid>
          )}
          {problem && (
            <Grid item xs={12} data-testid="infra-ai-problem">
              <WarningPanel severity="error" title={problem.message} defaultExpanded={false} />
            </Grid>
          )}
          {id && (
            <Grid item xs={12} md={8}>
              <Grid container spacing={3}>
                {analysis && analysis.components.length > 0 && (
                  <Grid item xs={12}>
                    <InfoCard title={`${t('describe.graph')}: ${analysis.title ?? analysis.project_name}`}>
                      <ArchitectureGraph components={analysis.components} relations={analysis.relations} />
                      {analysis.relations.length === 0 && (
                        <Typography variant="body2">{t('describe.noRelations')}</Typography>
                      )}
                    </InfoCard>
                  </Grid>
                )}
                {analysis && analysis.components.length > 0 && (
                  <Grid item xs={12}>
                    <InfoCard title={`${t('describe.components')} (${analysis.components.length})`}>
                      {analysis.components.map(component => (
                        <ComponentChip key={component.id} component={component} />
                      ))}
                    </InfoCard>
                  </Grid>
                )}
                {analysis?.input.kind === 'image' && (
                  <Grid item xs={12}>
                    <SentPicture id={analysis.id} />
                  </Grid>
                )}
              </Grid>
            </Grid>
          )}
          {id && (
            <Grid item xs={12} md={4}>
              <Grid container spacing={3}>
                {analysis?.publication && (
                  <Grid item xs={12}>
                    <PublishedCard analysis={analysis} />
                  </Grid>
                )}
                <Grid item xs={12}>
                  <InfoCard title={t('describe.steps')}>
                    <StepList steps={steps} />
                  </InfoCard>
                </Grid>
                {analysis && analysis.questions.length > 0 && (
                  <Grid item xs={12}>
                    <InfoCard title={t('describe.questions')}>
                      <ul>
                        {analysis.questions.map(question => (
                          <li key={question}>
                            <Typography variant="body2">{question}</Typography>
                          </li>
                        ))}
                      </ul>
                    </InfoCard>
                  </Grid>
                )}
              </Grid>
            </Grid>
          )}
          {id && !running && (
            <Grid item xs={12}>
              <Button variant="outlined" onClick={again} data-testid="infra-ai-again">
                {t('describe.again')}
              </Button>
            </Grid>
          )}
        </Grid>
      </Content>
    </Page>
  );
}

function Examples({ chosen, onChoose }: { chosen: string; onChoose: (text: string) => void }) {
  const { t } = useTranslationRef(infraAiTranslationRef);
  const api = useApi(infraAiApiRef);
  // Nothing is missed where the agent does not answer: describing says so.
  const { value } = useLoad(() => api.examples().catch(() => []));
  if (!value?.length) return null;
  return (
    <section style={{ marginTop: 16 }} data-testid="infra-ai-examples">
      <Typography variant="body2" color="textSecondary" gutterBottom>
        {t('describe.examples')}
      </Typography>
      {value.map(example => (
        <Chip
          key={example.id}
          label={example.title}
          lang={example.language}
          variant="outlined"
          color={example.text === chosen ? 'primary' : 'default'}
          onClick={() => onChoose(example.text)}
        />
      ))}
    </section>
  );
}

function ComponentChip({ component }: { component: Component }) {
  const label = [component.name, component.technology].filter((v, i, all) => v && all.indexOf(v) === i).join(' · ');
  if (!component.entity_ref) return <Chip label={label} variant="outlined" />;
  const { kind, namespace, name } = parseEntityRef(component.entity_ref);
  return <Chip label={<Link to={`/catalog/${namespace}/${kind}/${name}`}>{label}</Link>} variant="outlined" />;
}
