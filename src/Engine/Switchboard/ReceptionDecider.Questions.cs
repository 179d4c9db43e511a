using CallActors.Contracts.Agents;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Switchboard;

/// <summary>The agent's questions, and what is dangerous.</summary>
internal sealed partial class ReceptionDecider
{
    /// <summary>What an agent's question is about is cut at this length, in characters.</summary>
    private const int LongestAbout = 4096;

    private OpenQuestion? Question => State.Place is Place.Session { State.Question: { } question } ? question : null;

    /// <summary>The question that the person was asked came, changed, or is gone.</summary>
    private void Questions(WorkspaceStanding standing)
    {
        if (State.Place is not Place.Session session) return;
        if (standing.Question is { } question)
        {
            if (question.Number != session.Asked) ReadOut(question);
            return;
        }

        if (session.Asked == 0) return;
        State = State with { Place = session with { Asked = 0 } };
        var wasAsked = State.Situation is Situation.AtQuestion || State.Confirming is { Question: not null };
        if (!wasAsked) return;
        State = State with { Situation = Situation.InWorkspace, Confirming = null };
        // While our own answer is under way that is what has happened.
        if (State.Query is not { Kind: QueryKind.Answering }) Say(Phrases.AnsweredElsewhere);
    }

    private void ReadOut(OpenQuestion question)
    {
        if (State.Place is not Place.Session session) return;
        var changed = State.Situation is Situation.AtQuestion or Situation.ConfirmingDanger && session.Asked != 0;
        State = State with { Place = session with { Asked = question.Number }, Situation = Situation.AtQuestion, Confirming = null };
        var words = Briefings.Question(session.Name, question);
        // In a speech that is being said, or instead of a patient hearing; who is being listened to is told in between.
        if (State.Hearing is { IsPatient: false, IsAbandoned: false } && State.Speech is not { IsOpen: true } && !changed && State.Query is not { Kind: QueryKind.Entering })
        {
            Announce("", Earcon.Notice);
        }

        Say(changed ? Phrases.QuestionChanged + " " + words : words);
    }

    /// <returns>False when what was said is no answer, and means something without the question.</returns>
    private bool AnswerQuestion(Intent intent)
    {
        if (State.Place is not Place.Session session || Question is not { } question)
        {
            State = State with { Situation = HomeSituation };
            return false;
        }

        switch (intent)
        {
            case Intent.Yes when question.For is AgentQuestion.Permission or AgentQuestion.Plan:
                Grant(session, question, new QuestionAnswer.Grant());
                return true;
            case Intent.No:
                Answer(session, question, new QuestionAnswer.Deny());
                return true;
            case Intent.YesAlways:
                Say(Phrases.NotForGood);
                return true;
            case Intent.ShowMe:
                Say(Briefings.Details(question));
                return true;
            // Of a permission no other option can be had by phone: one of them allows it for good.
            case Intent.Choose choose when question.For is AgentQuestion.Choice or AgentQuestion.Input && question.Options.Any(o => o.Number == choose.Number):
                Grant(session, question, new QuestionAnswer.Choose(choose.Number));
                return true;
            case Intent.Choose or Intent.Yes:
                Say(Briefings.Details(question));
                return true;
            case Intent.Instruction or Intent.Press:
                Say(Phrases.UnclearAnswer);
                return true;
            default:
                return false;
        }
    }

    private void Grant(Place.Session session, OpenQuestion question, QuestionAnswer answer)
    {
        var about = answer is QuestionAnswer.Choose chosen ? question.About + "\n" + question.Options.First(o => o.Number == chosen.Option).Text : question.About;
        var danger = means.Dangers.Of(question.Tool, about) ?? (question.About.Length >= LongestAbout ? Phrases.TooLong : null);
        if (danger is null)
        {
            Answer(session, question, answer);
            return;
        }

        var word = ConfirmationWords.Choose(Language, means.Chance);
        State = State with { Situation = Situation.ConfirmingDanger, Confirming = new Confirmation(session.Id, session.Name, word, question.Number, answer) };
        Say(Phrases.AskWord(danger, word));
    }

    private void Answer(Place.Session session, OpenQuestion question, QuestionAnswer answer)
    {
        State = State with { Situation = Situation.InWorkspace, Confirming = null };
        Ask(session, QueryKind.Answering, new WorkspaceCommands.AnswerQuestion(session.Id, question.Number, answer, Call.Value));
        Note(answer is QuestionAnswer.Deny ? CallDeed.Denied : CallDeed.Granted, session.Id, question.Tool);
        Notice(answer is QuestionAnswer.Deny ? Phrases.NoticeDenied(session.Name) : Phrases.NoticeGranted(session.Name), session.Id);
        Say(answer is QuestionAnswer.Deny ? Phrases.Denied : Phrases.Allowed);
    }

    /// <summary>The word of the moment, or anything else, which is no.</summary>
    private void Confirm(string words, Intent intent)
    {
        var confirming = State.Confirming!;
        var isRight = intent is not Intent.No && ConfirmationWords.Matches(words, confirming.Word);
        State = State with { Confirming = null, Situation = confirming.Question is null ? HomeSituation : Situation.AtQuestion };
        switch (confirming)
        {
            case { Question: null } when isRight:
                State = State with { Query = new Query(confirming.Id, confirming.Name, QueryKind.Closing) };
                Do(new ReceptionEffect.TellDirectory(new WorkspaceDirectory.Close(Person, confirming.Id)));
                Do(new ReceptionEffect.Arm(ReceptionTimer.Asking, rules.AnswerWithin));
                break;
            case { Question: null }:
                Say(Phrases.NotConfirmed);
                break;
            case { } when Question is not { } question || question.Number != confirming.Question || State.Place is not Place.Session:
                State = State with { Situation = HomeSituation };
                Say(Phrases.AnsweredElsewhere);
                break;
            case { } when isRight:
                Answer((Place.Session)State.Place!, Question!, confirming.Answer!);
                break;
            default:
                Say(Phrases.NotConfirmed + " " + Phrases.UnclearAnswer);
                break;
        }
    }
}
